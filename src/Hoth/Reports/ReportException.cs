namespace Hoth.Reports;

/// <summary>A report cannot be made of what was found.</summary>
/// <param name="message">One sentence for a person; nothing of the rows.</param>
public sealed class ReportException(string message) : Exception(message);
