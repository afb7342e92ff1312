INSERT INTO t VALUES ('${amount}', '{{x}}', '%s', '#{y}');
SELECT '$a';