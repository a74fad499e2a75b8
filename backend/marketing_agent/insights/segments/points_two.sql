SELECT $end AS point_day
UNION ALL
SELECT $before_end AS point_day
