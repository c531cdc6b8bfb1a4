using Hoth.QaRuns.Schemas;
using Hoth.QaRuns.Values;

namespace Hoth.QaRuns.Tests.Values;

public class PatternTextsTests
{
    [Theory]
    [InlineData("^[a-zA-Z][a-zA-Z0-9]{5,25}$")]
    [InlineData(@"(?!^0{4}$)^\d{4}$")]
    [InlineData(@"^20(2[3-9]|[3-9][0-9])-(0[1-9]|1[0-2])$")]
    [InlineData(@"^[0-9]+\.[0-9]{2}$")]
    [InlineData(@"^(?=.*[A-Z])(?=.*\d)(?=.*[!@#])\S{8,20}$")]
    [InlineData(@"^[^\s@]+@[^\s@]+\.[a-z]{2,}$")]
    [InlineData(@"^(a|bc|)+?\x41\u0042\/\.$")]
    [InlineData(@"^(?<year>\d{4})-\1$")]
    [InlineData(@"^\p{Lu}\p{Ll}*[\w.-]?\W$")]
    [InlineData(@"^arn:[a-z]+:[^:]*$")]
    [InlineData("^(?=.*[A-Z]).{8}$")]
    [InlineData(@"^\p{Lu}$")]
    [InlineData(@"^(?<y>\d{4})-\1$")]
    [InlineData("a{2}b?c*d{1,}")]
    [InlineData("^$")]
    [InlineData(@"^[\]\\\-a]{3}$")]
    public void A_text_is_found_for_an_expression_whatever_the_seed(string source)
    {
        var pattern = new Pattern(source);
        pattern.Trouble.ShouldBeNull();
        for (var seed = 0; seed < 20; seed++)
        {
            var dice = new Dice(seed);
            Enumerable.Range(0, 400).Select(_ => PatternTexts.Make(source, dice, 8)).ShouldContain(t => pattern.IsMatch(t));
        }
    }

    [Theory]
    [InlineData("(((((")]
    [InlineData("a)b")]
    [InlineData(@"[a-")]
    [InlineData("((((a+)+)+)+)+")]
    public void Strange_expressions_do_not_hold_it_up(string source) => PatternTexts.Make(source, new Dice(1), 8).Length.ShouldBeLessThan(1_000_000);
}
