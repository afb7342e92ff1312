update contact set seen_count = (select count(*) from message where sender = address);
