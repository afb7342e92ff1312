DELETE FROM team_member WHERE true;
