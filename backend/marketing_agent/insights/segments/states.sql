WITH met AS (
  SELECT
    *,
    CASE WHEN fm >= 9 THEN 5 WHEN fm >= 7 THEN 4 WHEN fm >= 5 THEN 3 WHEN fm >= 3 THEN 2
      ELSE 1 END AS worth
  FROM scores
)
SELECT
  *,
  CASE
    WHEN recency >= 4 AND worth = 5 THEN 'CHAMPIONS'
    WHEN recency >= 4 AND worth = 4 THEN 'LOYAL'
    WHEN recency >= 4 AND worth = 3 THEN 'ACTIVE'
    WHEN recency = 5 AND worth = 1 THEN 'NEW'
    WHEN recency >= 4 THEN 'PROMISING'
    WHEN recency = 3 AND worth >= 4 THEN 'LOYAL'
    WHEN recency = 3 THEN 'NEEDS_ATTENTION'
    WHEN recency = 2 AND worth >= 4 THEN 'AT_RISK'
    WHEN recency = 2 THEN 'ALMOST_LOST'
    WHEN worth >= 4 THEN 'PREVIOUSLY_LOYAL'
    ELSE 'DORMANT'
  END AS segment
FROM met
