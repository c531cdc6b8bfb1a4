using Hoth.CloudProviders;
using Hoth.HttpJobs.Definitions;

namespace Hoth.Reports;

/// <summary>What configurations and requests may name.</summary>
/// <param name="Csps">The CSPs.</param>
/// <param name="HttpJobs">The definitions of asynchronous HTTP jobs.</param>
public sealed record ReportRules(CspDirectory Csps, Lazy<HttpJobDefinitions> HttpJobs);
