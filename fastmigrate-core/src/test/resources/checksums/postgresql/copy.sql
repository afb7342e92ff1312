COPY public.t (a, b) FROM stdin;
1	it's; \\ "x
\N	$$ /* -- 
\.

COPY empty FROM stdin WITH (FORMAT csv);
\.
SELECT 1;
