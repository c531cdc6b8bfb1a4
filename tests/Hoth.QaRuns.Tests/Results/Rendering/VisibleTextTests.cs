using System.Xml;
using Hoth.QaRuns.Results.Rendering;

namespace Hoth.QaRuns.Tests.Results.Rendering;

public class VisibleTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("plain\n\ttext", "plain\n\ttext")]
    [InlineData("a\r\nb\rc", "a\nb\\u000Dc")]
    [InlineData("\0\u001b[31m\u007f\u009b", "\\u0000\\u001B[31m\\u007F\\u009B")]
    [InlineData("\u202e\u200b\ufeff\u2028", "\\u202E\\u200B\\uFEFF\\u2028")]
    [InlineData("\ufffe\uffff", "\\uFFFE\\uFFFF")]
    [InlineData("\U000E0041", "\\U000E0041")]
    [InlineData("ünïcode 漢字 😀", "ünïcode 漢字 😀")]
    public void What_cannot_be_seen_is_spelt_out(string? text, string expected) => VisibleText.Of(text).ShouldBe(expected);

    [Fact]
    public void Half_a_character_is_spelt_out() => VisibleText.Of("a\uD800b\uDC00").ShouldBe("a\\uD800b\\uDC00");

    [Fact]
    public void Every_character_becomes_one_that_xml_allows()
    {
        for (var c = 0; c <= 0xFFFF; c++) XmlConvert.VerifyXmlChars(VisibleText.Of($"a{(char)c}b"));
    }

    [Fact]
    public void One_line_is_one_line() => VisibleText.OneLine("a\r\n\tb\u2028c\u0085d").ShouldBe("a\\n\\tb\\u2028c\\u0085d");
}
