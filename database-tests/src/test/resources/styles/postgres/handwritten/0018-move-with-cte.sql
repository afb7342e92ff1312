CREATE TABLE booking_past (LIKE booking INCLUDING DEFAULTS);
WITH gone AS (DELETE FROM booking WHERE upper(during) < timestamptz '2024-01-01' RETURNING room, during, member_id)
INSERT INTO booking_past (room, during, member_id) SELECT room, during, member_id FROM gone;
