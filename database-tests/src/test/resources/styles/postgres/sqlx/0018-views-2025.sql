create table page_view_2025 (like page_view including all);
alter table page_view attach partition page_view_2025 for values from ('2025-01-01') to ('2026-01-01');
