echo looking for rows
echo none found
exit 4
