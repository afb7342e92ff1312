select count(*) from message;
