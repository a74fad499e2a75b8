SELECT COUNT(*) AS everybody
FROM members
