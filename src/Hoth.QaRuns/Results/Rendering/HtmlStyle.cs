using System.Security.Cryptography;
using System.Text;

namespace Hoth.QaRuns.Results.Rendering;

/// <summary>How the page looks, and the policy that lets nothing else be loaded or run.</summary>
internal static class HtmlStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --line: #8884; --soft: #8881; --good: #1a7f37; --bad: #cf222e; --warn: #9a6700; }
        @media (prefers-color-scheme: dark) { :root { --good: #3fb950; --bad: #ff7b72; --warn: #d29922; } }
        body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 75rem; padding: 1rem 1.5rem 4rem; }
        h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; } h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
        table { border-collapse: collapse; width: 100%; } th, td { border-bottom: 1px solid var(--line); padding: .25rem .6rem .25rem 0; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
        td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; } dt { opacity: .7; } dd { margin: 0; overflow-wrap: anywhere; }
        pre, code { font: 13px/1.45 ui-monospace, monospace; } pre { background: var(--soft); margin: .3rem 0; max-height: 30rem; overflow: auto; padding: .6rem .8rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        article { border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: 4px; margin: 1rem 0; padding: .8rem 1rem; }
        .verdict { border-radius: 4px; color: #fff; font-weight: 600; padding: .15rem .6rem; } .PASS { background: #1a7f37; } .FAIL { background: #cf222e; } .PASS_WITH_WARNINGS, .INCONCLUSIVE { background: #9a6700; }
        .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); } .soft { opacity: .7; } summary { cursor: pointer; }
        """;

    /// <summary>For the meta element.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'; base-uri 'none'; form-action 'none'";
}
