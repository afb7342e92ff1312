package io.fastmigrate.report.internal.html;

/** The style sheet of the page. */
final class Css {

    private static final String LIGHT = """
            --page:#f6f7f9; --card:#ffffff; --ink:#1b2430; --quiet:#56606e; --rule:#d5dae1; --head:#e9edf3; --accent:#1d4ed8;
            --good:#166534; --good-bg:#dcfce7; --wait:#854d0e; --wait-bg:#fef3c7; --bad:#991b1b; --bad-bg:#fee2e2;
            --c0:#1d4ed8; --c1:#b45309; --c2:#047857; --c3:#be185d; --c4:#6d28d9; --c5:#0e7490; --c6:#4d7c0f; --c7:#b91c1c;
            """;

    private static final String DARK = """
            --page:#0f141b; --card:#171e27; --ink:#e4e9f0; --quiet:#a3aebc; --rule:#343e4b; --head:#232d39; --accent:#8ab4ff;
            --good:#86efac; --good-bg:#143222; --wait:#fcd34d; --wait-bg:#3a2d0c; --bad:#fca5a5; --bad-bg:#421a1a;
            --c0:#7aa7ff; --c1:#f0a94b; --c2:#4cc79a; --c3:#f283b6; --c4:#b79cff; --c5:#54c3dd; --c6:#a5cf4b; --c7:#ff8f85;
            """;

    private static final String RULES = """
            *{box-sizing:border-box}
            html{scroll-padding-top:1rem}
            body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;
              overflow-wrap:anywhere}
            main,header,footer{max-width:84rem;margin:0 auto;padding:0 1.25rem}
            header{padding-top:1.5rem}
            footer{padding-bottom:2rem;color:var(--quiet);font-size:.85rem}
            h1{font-size:1.5rem;margin:0}
            h2{font-size:1.3rem;margin:0}
            h3{font-size:1.05rem;margin:0 0 .6rem}
            h4{font-size:.95rem;margin:0}
            h4 code{font-weight:600}
            p{margin:.4rem 0}
            a{color:var(--accent);text-underline-offset:.15em}
            a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
            code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.9em;
              unicode-bidi:isolate}
            pre{white-space:pre-wrap;margin:.4rem 0;padding:.6rem .75rem;background:var(--page);border:1px solid var(--rule);
              border-radius:6px}
            .quiet{color:var(--quiet)}
            .skip{position:absolute;left:-99rem}
            .skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.4rem .8rem;z-index:1}
            .overview{list-style:none;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,18rem),1fr));gap:.6rem;
              padding:0;margin:1rem 0 0}
            .overview li,.card,.database>header{background:var(--card);border:1px solid var(--rule);border-radius:8px}
            .overview li{padding:.5rem .75rem}
            .database{margin:1.25rem 0}
            .database>header{padding:1rem 1.25rem;max-width:none;margin:0}
            .card{padding:1rem 1.25rem;margin-top:.75rem}
            .badge{display:inline-block;border-radius:99px;padding:.05rem .6rem;font-size:.85rem;font-weight:600;white-space:nowrap}
            .good{color:var(--good);background:var(--good-bg)}
            .wait{color:var(--wait);background:var(--wait-bg)}
            .bad{color:var(--bad);background:var(--bad-bg)}
            .title{display:flex;flex-wrap:wrap;gap:.3rem .75rem;align-items:center}
            .facts{display:flex;flex-wrap:wrap;gap:.3rem 2rem;margin:.6rem 0 0}
            .facts div{min-width:0}
            .facts dt{color:var(--quiet);font-size:.82rem}
            .facts dd{margin:0;font-weight:600}
            .jumps{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin-top:.7rem}
            .notice{border-left:4px solid var(--rule);padding:.35rem .75rem;margin:.6rem 0 0}
            .notice p{margin:.1rem 0;white-space:pre-line}
            .notice.problem{border-color:var(--bad)}
            .notice.warning{border-color:var(--wait)}
            .scroll{overflow-x:auto}
            table{border-collapse:collapse;width:100%}
            th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid var(--rule)}
            th{color:var(--quiet);font-weight:600;font-size:.82rem}
            tr:last-child td{border-bottom:0}
            td.short{white-space:nowrap}
            td.script{min-width:16rem}
            td .finding{display:block}
            summary{cursor:pointer;padding:.25rem 0}
            summary h4{display:inline}
            .time{list-style:none;margin:0;padding:0}
            .time li{position:relative;display:grid;grid-template-columns:9.5rem minmax(0,1fr) auto;gap:0 1.6rem;padding:.16rem 0}
            .time li::before{content:"";position:absolute;left:10.05rem;top:0;bottom:0;border-left:2px solid var(--rule)}
            .time li::after{content:"";position:absolute;left:9.78rem;top:.6rem;width:.65rem;height:.65rem;border-radius:50%;
              background:var(--accent);border:2px solid var(--card)}
            .time .who{text-align:right}
            .month{margin-top:.75rem}
            .bars rect{fill:var(--accent)}
            .bars{display:block;width:100%;height:56px;margin:.25rem 0 0}
            .span{display:flex;justify-content:space-between;font-size:.82rem;color:var(--quiet);margin-bottom:.75rem}
            .er{overflow:auto;max-height:90vh;border:1px solid var(--rule);border-radius:6px;background:var(--page)}
            .er svg{display:block;font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
            .er text{fill:var(--ink)}
            .er .key{fill:var(--quiet);font-size:10px}
            .er .more{fill:var(--quiet)}
            .er .name{font-weight:700}
            .er .box{fill:var(--card);stroke:var(--quiet)}
            .er .head{fill:var(--head);stroke:var(--quiet)}
            .er a:hover .box,.er a:focus .box{stroke:var(--accent);stroke-width:2.5}
            .er a:focus{outline:none}
            .er .line{fill:none;stroke-width:1.5}
            .er .line:hover{stroke-width:3.5}
            .er .hit{stroke:transparent;stroke-width:9}
            .er .joint,.er .tip{stroke:none}
            .names{list-style:none;padding:0;margin:0;columns:14rem;column-gap:1.5rem}
            .names li{break-inside:avoid}
            .tables{display:grid;gap:.75rem;margin-top:.75rem}
            .tables article{border-top:1px solid var(--rule);padding-top:.75rem;min-width:0}
            .tables h5{font-size:.82rem;color:var(--quiet);margin:.6rem 0 .1rem}
            .columns{table-layout:fixed;min-width:36rem}
            .columns th:nth-child(1){width:30%}
            .columns th:nth-child(2){width:24%}
            .columns th:nth-child(3),.columns th:nth-child(4){width:5.5rem}
            .tables ul{margin:0;padding-left:1.1rem}
            article:target{outline:3px solid var(--accent);outline-offset:6px;border-radius:2px}
            @media (max-width:40rem){
              main,header,footer{padding-left:.75rem;padding-right:.75rem}
              .card,.database>header{padding:.8rem .85rem}
              .time li{grid-template-columns:1fr;padding:.3rem 0 .3rem 1.4rem}
              .time li::before{left:.3rem}
              .time li::after{left:.03rem;top:.75rem}
              .time .who{text-align:left}
            }
            @media print{
              .columns{min-width:0}
              body{font-size:10pt;background:none}
              main,header,footer{max-width:none;padding:0}
              .skip,.jumps{display:none}
              .card,.database>header,.overview li{border:0;padding:0;margin-top:1rem}
              .er,.scroll{overflow:visible;max-height:none;border:0}
              .er svg{width:100%;height:auto}
              details::details-content{content-visibility:visible;block-size:auto;height:auto}
              summary{list-style:none}
              tr,.time li,.notice{break-inside:avoid}
              h2,h3,h4,summary{break-after:avoid}
              a{color:inherit;text-decoration:none}
            }
            """;

    private static final int HUES = 8;

    private Css() {}

    static String page() {
        StringBuilder css = new StringBuilder("\n:root{color-scheme:light dark;")
                .append(LIGHT)
                .append("}\n@media screen and (prefers-color-scheme:dark){:root{")
                .append(DARK)
                .append("}}\n")
                .append(RULES);
        for (int i = 0; i < HUES; i++) {
            css.append(".h")
                    .append(i)
                    .append("{stroke:var(--c")
                    .append(i)
                    .append(")}.h")
                    .append(i);
            css.append(" .joint,.h")
                    .append(i)
                    .append(" .tip{fill:var(--c")
                    .append(i)
                    .append(")}\n");
        }
        return css.toString();
    }

    /** Returns the class that gives the lines of a picture one of its colours. */
    static String hue(int line) {
        return "h" + line % HUES;
    }

    /** Returns a rule for each box: its lines are thick while it has the focus or the mouse is on it. */
    static String highlights(String picture, int boxes) {
        StringBuilder css = new StringBuilder("\n");
        for (int box = 0; box < boxes; box++) {
            css.append('#').append(picture).append(":has(.b").append(box).append(":is(:hover,:focus)) .t");
            css.append(box).append("{stroke-width:3.5}\n");
        }
        return css.toString();
    }
}
