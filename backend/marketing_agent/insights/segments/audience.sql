SELECT
  COUNT(*) AS everybody,
  SUM(CASE WHEN in_1 THEN 1 ELSE 0 END) AS customers,
  SUM(CASE WHEN in_1 AND accepts_email THEN 1 ELSE 0 END) AS accepting_email,
  SUM(CASE WHEN in_1 THEN spent ELSE 0 END) AS spent_minor,
  COUNT(accepts_email) AS consent_known
FROM members
