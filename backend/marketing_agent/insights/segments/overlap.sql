SELECT in_1, in_2, in_3, in_4, in_5, COUNT(*) AS customers
FROM members
GROUP BY in_1, in_2, in_3, in_4, in_5
ORDER BY in_1, in_2, in_3, in_4, in_5
