namespace Hoth.Local.Demo;

/// <summary>One line of the demo's table.</summary>
/// <param name="Request">Which sample.</param>
/// <param name="Csp">Whom it was for.</param>
/// <param name="Description">What is special about it.</param>
/// <param name="Answer">What the front door said, and after how long.</param>
/// <param name="Result">What became of the job, or how many results there were; or an empty text.</param>
/// <param name="JobTime">From acceptance to the job's end, on the host's clock; null where no job ended.</param>
/// <param name="RealTime">How much of it was really waited.</param>
/// <param name="Mistake">What should have been instead; null when it is as expected.</param>
internal sealed record DemoRow(string Request, string Csp, string Description, string Answer, string Result, TimeSpan? JobTime, TimeSpan? RealTime, string? Mistake);
