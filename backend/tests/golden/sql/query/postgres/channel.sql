WITH current_period AS (
  SELECT
    CASE
      WHEN LOWER(
        NULLIF(
          (
            JSON_EXTRACT_PATH_TEXT(CAST(report_facts.dims AS JSON), 'utm_medium') COLLATE "C"
          ),
          ''
        ) COLLATE letters
      ) COLLATE "C" IN ('email', 'e-mail', 'flow', 'newsletter')
      THEN 'email'
      WHEN LOWER(
        NULLIF(
          (
            JSON_EXTRACT_PATH_TEXT(CAST(report_facts.dims AS JSON), 'utm_medium') COLLATE "C"
          ),
          ''
        ) COLLATE letters
      ) COLLATE "C" IN ('sms', 'text')
      THEN 'sms'
      WHEN LOWER(
        NULLIF(
          (
            JSON_EXTRACT_PATH_TEXT(CAST(report_facts.dims AS JSON), 'utm_medium') COLLATE "C"
          ),
          ''
        ) COLLATE letters
      ) COLLATE "C" IN ('affiliate', 'affiliates', 'partner')
      THEN 'affiliate'
      WHEN LOWER(
        NULLIF(
          (
            JSON_EXTRACT_PATH_TEXT(CAST(report_facts.dims AS JSON), 'utm_medium') COLLATE "C"
          ),
          ''
        ) COLLATE letters
      ) COLLATE "C" IN ('cpc', 'ppc', 'paid', 'paid_search', 'paidsearch')
      AND LOWER(
        NULLIF(
          (
            JSON_EXTRACT_PATH_TEXT(CAST(report_facts.dims AS JSON), 'utm_source') COLLATE "C"
          ),
          ''
        ) COLLATE letters
      ) COLLATE "C" IN ('google', 'bing', 'adwords')
      THEN 'paid_search'
      WHEN LOWER(
        NULLIF(
          (
            JSON_EXTRACT_PATH_TEXT(CAST(report_facts.dims AS JSON), 'utm_medium') COLLATE "C"
          ),
          ''
        ) COLLATE letters
      ) COLLATE "C" IN ('cpc', 'ppc', 'paid', 'paid_social', 'paidsocial')
      THEN 'paid_social'
      WHEN LOWER(
        NULLIF(
          (
            JSON_EXTRACT_PATH_TEXT(CAST(report_facts.dims AS JSON), 'utm_medium') COLLATE "C"
          ),
          ''
        ) COLLATE letters
      ) COLLATE "C" IN ('social', 'organic_social')
      THEN 'organic_social'
      WHEN LOWER(
        NULLIF(
          (
            JSON_EXTRACT_PATH_TEXT(CAST(report_facts.dims AS JSON), 'referring_channel') COLLATE "C"
          ),
          ''
        ) COLLATE letters
      ) COLLATE "C" IN ('email', 'klaviyo', 'newsletter')
      THEN 'email'
      WHEN LOWER(
        NULLIF(
          (
            JSON_EXTRACT_PATH_TEXT(CAST(report_facts.dims AS JSON), 'referring_channel') COLLATE "C"
          ),
          ''
        ) COLLATE letters
      ) COLLATE "C" IN ('sms')
      THEN 'sms'
      WHEN LOWER(
        NULLIF(
          (
            JSON_EXTRACT_PATH_TEXT(CAST(report_facts.dims AS JSON), 'referring_channel') COLLATE "C"
          ),
          ''
        ) COLLATE letters
      ) COLLATE "C" IN ('affiliate', 'affiliates')
      THEN 'affiliate'
      WHEN LOWER(
        NULLIF(
          (
            JSON_EXTRACT_PATH_TEXT(CAST(report_facts.dims AS JSON), 'referring_channel') COLLATE "C"
          ),
          ''
        ) COLLATE letters
      ) COLLATE "C" IN ('google ads', 'bing ads', 'microsoft ads', 'paid search')
      THEN 'paid_search'
      WHEN LOWER(
        NULLIF(
          (
            JSON_EXTRACT_PATH_TEXT(CAST(report_facts.dims AS JSON), 'referring_channel') COLLATE "C"
          ),
          ''
        ) COLLATE letters
      ) COLLATE "C" IN (
        'facebook & instagram ads',
        'facebook ads',
        'instagram ads',
        'meta ads',
        'tiktok ads',
        'pinterest ads',
        'snapchat ads',
        'paid social'
      )
      THEN 'paid_social'
      WHEN LOWER(
        NULLIF(
          (
            JSON_EXTRACT_PATH_TEXT(CAST(report_facts.dims AS JSON), 'referring_channel') COLLATE "C"
          ),
          ''
        ) COLLATE letters
      ) COLLATE "C" IN (
        'google search',
        'google',
        'bing',
        'yahoo',
        'duckduckgo',
        'ecosia',
        'organic search'
      )
      THEN 'organic_search'
      WHEN LOWER(
        NULLIF(
          (
            JSON_EXTRACT_PATH_TEXT(CAST(report_facts.dims AS JSON), 'referring_channel') COLLATE "C"
          ),
          ''
        ) COLLATE letters
      ) COLLATE "C" IN (
        'facebook',
        'instagram',
        'pinterest',
        'tiktok',
        'youtube',
        'twitter',
        'x',
        'linkedin',
        'reddit',
        'snapchat',
        'organic social'
      )
      THEN 'organic_social'
      WHEN LOWER(
        NULLIF(
          (
            JSON_EXTRACT_PATH_TEXT(CAST(report_facts.dims AS JSON), 'referring_channel') COLLATE "C"
          ),
          ''
        ) COLLATE letters
      ) COLLATE "C" IN ('direct')
      THEN 'direct'
      WHEN LOWER(
        NULLIF(
          (
            JSON_EXTRACT_PATH_TEXT(CAST(report_facts.dims AS JSON), 'referring_channel') COLLATE "C"
          ),
          ''
        ) COLLATE letters
      ) COLLATE "C" IN ('referral', 'chatgpt', 'perplexity', 'other')
      THEN 'referral'
    END AS channel,
    COALESCE(SUM(report_facts.amount) FILTER(WHERE
      report_facts.metric = 'orders'), 0) AS conversion_rate_numerator,
    COALESCE(SUM(report_facts.amount) FILTER(WHERE
      report_facts.metric = 'sessions'), 0) AS conversion_rate_denominator
  FROM report_facts
  WHERE
    report_facts.bucket_start >= CAST(%(start)s AS DATE)
    AND report_facts.bucket_start < CAST(%(end)s AS DATE)
    AND report_facts.report_key = %(report_totals_report)s
  GROUP BY
    1
)
SELECT
  current_period.channel AS channel,
  CAST(current_period.conversion_rate_numerator AS DOUBLE PRECISION) / NULLIF(current_period.conversion_rate_denominator, 0) AS conversion_rate,
  current_period.conversion_rate_numerator AS conversion_rate_numerator,
  current_period.conversion_rate_denominator AS conversion_rate_denominator
FROM current_period
ORDER BY
  conversion_rate DESC NULLS LAST,
  channel ASC
LIMIT %(limit)s
