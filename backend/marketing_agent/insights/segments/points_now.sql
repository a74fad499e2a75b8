SELECT $end AS point_day
