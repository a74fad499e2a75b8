SELECT bucket_start AS cohort, dims, MAX(amount) AS customers, MAX(exported_to) AS exported_to
FROM report_facts
WHERE family = 'cohorts' AND metric = 'customers' AND grain = 'month'
  AND dim_names = 'months_since_first_purchase'
GROUP BY 1, 2
ORDER BY 1, 2
