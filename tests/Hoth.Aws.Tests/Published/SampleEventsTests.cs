using Hoth.Functions.Catalog;

namespace Hoth.Aws.Tests.Published;

/// <summary>The files of events/ are complete; <see cref="SampleReplayTests"/> plays them.</summary>
public sealed class SampleEventsTests
{
    private static readonly FunctionCatalog Catalog = FunctionCatalog.Create();

    [Fact]
    public void No_file_is_left_out()
    {
        var files = Directory.GetFiles(Sample.Root, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();

        Sample.All.ShouldNotBeEmpty();
        Sample.All.SelectMany(sample => new[] { sample.File, Sample.ExpectationOf(sample.File) }).Order(StringComparer.Ordinal).ShouldBe(files);
    }

    [Fact]
    public void Every_function_has_a_sample() =>
        Catalog.All.Select(function => function.Name).Except(Sample.All.Select(sample => sample.FunctionIn(Catalog))).ShouldBeEmpty();
}
