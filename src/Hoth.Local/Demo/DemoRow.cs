namespace Hoth.Local.Demo;

/// <summary>One line of the demo's table.</summary>
/// <param name="Request">Which sample.</param>
/// <param name="Csp">Whom it was for.</param>
/// <param name="Description">What is special about it.</param>
/// <param name="Answer">What the front door said, and after how long.</param>
/// <param name="Result">What became of the job, and how long after the request; or an empty text.</param>
/// <param name="Mistake">What should have been instead; null when it is as expected.</param>
internal sealed record DemoRow(string Request, string Csp, string Description, string Answer, string Result, string? Mistake);
