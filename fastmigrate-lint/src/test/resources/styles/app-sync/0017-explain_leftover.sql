explain query plan select * from busiest;
