-- Nothing to do any more, kept for its number.
SELECT 1;
