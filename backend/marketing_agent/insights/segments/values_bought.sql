SELECT chosen_value AS value, COUNT(DISTINCT bought.customer_key) AS customers
FROM bought
WHERE chosen_value IS NOT NULL AND STRPOS(LOWER(chosen_value), LOWER($search)) > 0
GROUP BY chosen_value
ORDER BY 2 DESC, 1
LIMIT $limit
