SELECT MAX(snapshot_date) AS snapshot_date FROM inventory_levels
