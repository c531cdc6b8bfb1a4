using Hoth.QaRuns.Schemas;

namespace Hoth.QaRuns.Tests.Schemas;

public class EcmaScriptRegexTests
{
    [Theory]
    [InlineData(@"(?!^0{4}$)^\d{4}$", "0001", "0000", "٠٠٠١", "0001\n", "00011")]
    [InlineData("^[a-zA-Z][a-zA-Z0-9]{5,25}$", "sample1", "1sample", "sam", "sample-a_1")]
    [InlineData(@"^\w+$", "a_1", "ä", "a b")]
    [InlineData(@"^\W$", "ä", "a")]
    [InlineData(@"^[\w.-]+$", "a.b-c", "ä")]
    [InlineData(@"^[^\d]$", "x", "1")]
    [InlineData(@"^[\D]$", "x", "1")]
    [InlineData(@"^\s$", "\uFEFF", "\u0085")]
    [InlineData(@"^\S$", "\u0085", "\u00A0")]
    [InlineData("^.$", "🜚", "\n", "ab")]
    [InlineData("^[^a]$", "🜚", "a")]
    [InlineData("^a.c$", "a\u0085c", "a\u2028c")]
    [InlineData(@"\bcat\b", "a cat!", "cats", "concat")]
    [InlineData(@"^\Bx?$", "", "xx")]
    [InlineData(@"^\/a\-b$", "/a-b", "a-b")]
    [InlineData("^[a-z-[aeiou]]$", "[]", "x")]
    [InlineData("^[^^]$", "a", "^")]
    [InlineData(@"^\u{1F71A}$", "🜚", "a")]
    [InlineData(@"^\u{41}\x42\u0043$", "ABC", "ABD")]
    [InlineData(@"^\p{Lu}\P{L}$", "Ä1", "ä1", "ÄB")]
    [InlineData("^(?<year>\\d{4})-\\k<year>$", "2020-2020", "2020-2021")]
    [InlineData("(?<=a)b", "ab", "cb")]
    [InlineData("^[]$|^x$", "x", "]")]
    [InlineData("^[^]$", "\n", "ab")]
    [InlineData("b", "abc", "ac")]
    public void Pattern_means_what_it_means_in_ecmascript(string pattern, string fits, params string[] others)
    {
        var read = new Pattern(pattern);

        read.Trouble.ShouldBeNull();
        read.IsMatch(fits).ShouldBeTrue();
        foreach (var other in others) read.IsMatch(other).ShouldBeFalse(other);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[a")]
    [InlineData("a\\")]
    [InlineData(@"\p{Script=Greek}")]
    [InlineData(@"\u{110000}")]
    [InlineData("[🜚]")]
    public void Pattern_that_cannot_be_read_says_so_and_refuses_nothing(string pattern)
    {
        var read = new Pattern(pattern);

        read.Trouble.ShouldNotBeNull();
        read.IsMatch("anything").ShouldBeTrue();
    }

    [Fact]
    public void Pattern_that_would_search_for_ever_is_given_up() => new Pattern("^(a+)+$").IsMatch(new string('a', 60) + "!").ShouldBeTrue();
}
