SELECT $month_1 AS point_day
UNION ALL
SELECT $month_2 AS point_day
UNION ALL
SELECT $month_3 AS point_day
UNION ALL
SELECT $month_4 AS point_day
UNION ALL
SELECT $month_5 AS point_day
UNION ALL
SELECT $month_6 AS point_day
UNION ALL
SELECT $month_7 AS point_day
UNION ALL
SELECT $month_8 AS point_day
UNION ALL
SELECT $month_9 AS point_day
UNION ALL
SELECT $month_10 AS point_day
UNION ALL
SELECT $month_11 AS point_day
UNION ALL
SELECT $month_12 AS point_day
