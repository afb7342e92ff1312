echo "CREATE TABLE x (y);" > "$(dirname "$0")/0002-x.sql"
