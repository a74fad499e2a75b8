WITH sizes AS (
  SELECT point_day, CAST(COUNT(*) - 1 AS DOUBLE PRECISION) AS others
  FROM stood
  GROUP BY point_day
), counted AS (
  SELECT point_day, 1 AS kind, days AS figure, COUNT(*) AS customers
  FROM stood
  GROUP BY point_day, days
  UNION ALL
  SELECT point_day, 2 AS kind, orders AS figure, COUNT(*) AS customers
  FROM stood
  GROUP BY point_day, orders
  UNION ALL
  SELECT point_day, 3 AS kind, spent_minor AS figure, COUNT(*) AS customers
  FROM stood
  GROUP BY point_day, spent_minor
), ranked AS (
  SELECT
    counted.point_day AS point_day, counted.kind AS kind, counted.figure AS figure,
    CAST(SUM(counted.customers) OVER (
      PARTITION BY counted.point_day, counted.kind ORDER BY counted.figure
    ) - counted.customers AS DOUBLE PRECISION)
      / CASE WHEN sizes.others = 0 THEN 1 ELSE sizes.others END AS below
  FROM counted
  JOIN sizes ON sizes.point_day = counted.point_day
), marks AS (
  SELECT
    point_day,
    MIN(CASE WHEN kind = 1 AND below >= 0.2 THEN figure END) AS recency_2,
    MIN(CASE WHEN kind = 1 AND below >= 0.4 THEN figure END) AS recency_3,
    MIN(CASE WHEN kind = 1 AND below >= 0.6 THEN figure END) AS recency_4,
    MIN(CASE WHEN kind = 1 AND below >= 0.8 THEN figure END) AS recency_5,
    MIN(CASE WHEN kind = 2 AND below >= 0.2 THEN figure END) AS frequency_2,
    MIN(CASE WHEN kind = 2 AND below >= 0.4 THEN figure END) AS frequency_3,
    MIN(CASE WHEN kind = 2 AND below >= 0.6 THEN figure END) AS frequency_4,
    MIN(CASE WHEN kind = 2 AND below >= 0.8 THEN figure END) AS frequency_5,
    MIN(CASE WHEN kind = 3 AND below >= 0.2 THEN figure END) AS money_2,
    MIN(CASE WHEN kind = 3 AND below >= 0.4 THEN figure END) AS money_3,
    MIN(CASE WHEN kind = 3 AND below >= 0.6 THEN figure END) AS money_4,
    MIN(CASE WHEN kind = 3 AND below >= 0.8 THEN figure END) AS money_5
  FROM ranked
  GROUP BY point_day
)
SELECT
  stood.*,
  CASE WHEN stood.days >= recency_5 THEN 5 WHEN stood.days >= recency_4 THEN 4
    WHEN stood.days >= recency_3 THEN 3 WHEN stood.days >= recency_2 THEN 2 ELSE 1 END
    AS recency,
  CASE WHEN stood.orders >= frequency_5 THEN 5 WHEN stood.orders >= frequency_4 THEN 4
    WHEN stood.orders >= frequency_3 THEN 3 WHEN stood.orders >= frequency_2 THEN 2 ELSE 1 END
    + CASE WHEN stood.spent_minor >= money_5 THEN 5 WHEN stood.spent_minor >= money_4 THEN 4
      WHEN stood.spent_minor >= money_3 THEN 3 WHEN stood.spent_minor >= money_2 THEN 2 ELSE 1 END
    AS fm
FROM stood
JOIN marks ON marks.point_day = stood.point_day
