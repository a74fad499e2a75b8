SELECT *
FROM ranking
WHERE member = $member
