SELECT
  COUNT(*) AS everybody,
  SUM(CASE WHEN audience_rules THEN 1 ELSE 0 END) AS customers,
  SUM(CASE WHEN audience_rules AND accepts_email THEN 1 ELSE 0 END) AS accepting_email,
  SUM(CASE WHEN audience_rules THEN spent ELSE 0 END) AS spent_minor,
  COUNT(accepts_email) AS consent_known
FROM facts
