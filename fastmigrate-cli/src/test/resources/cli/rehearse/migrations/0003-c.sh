set -e
case $1 in */database.db) test -f "$1" ;; *) false ;; esac
