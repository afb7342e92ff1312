update task set owner = :owner where id = $1;
