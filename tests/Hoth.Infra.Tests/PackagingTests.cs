using System.IO.Compression;
using Hoth.Packaging;

namespace Hoth.Infra.Tests;

public sealed class PackagingTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("hoth-packaging-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Zip_of_the_same_files_has_the_same_bytes_whenever_and_wherever_they_were_written()
    {
        var first = Zip("first", DateTime.UnixEpoch.AddYears(40), ["b/two.txt", "bootstrap"]);
        var second = Zip("second", DateTime.UnixEpoch.AddYears(50), ["bootstrap", "b/two.txt"]);

        File.ReadAllBytes(second).ShouldBe(File.ReadAllBytes(first));
        using var zip = ZipFile.OpenRead(first);
        zip.Entries.Select(e => e.FullName).ShouldBe(["b/two.txt", "bootstrap"]);
        zip.Entries.ShouldAllBe(e => (ushort)(e.ExternalAttributes >> 16) == Convert.ToUInt16("100755", 8));
    }

    [Fact]
    public void Sources_have_another_hash_when_a_file_changes_and_the_same_in_another_checkout()
    {
        var (one, other) = (Checkout("one"), Checkout("other"));
        Sources.Hash(other).ShouldBe(Sources.Hash(one));

        File.AppendAllText(Path.Combine(other, "src", "Hoth", "A.cs"), " ");
        Sources.Hash(other).ShouldNotBe(Sources.Hash(one));
    }

    [Fact]
    public void Sources_do_not_count_what_builds_leave_behind()
    {
        var root = Checkout("one");
        var before = Sources.Hash(root);

        Directory.CreateDirectory(Path.Combine(root, "src", "Hoth", "obj"));
        File.WriteAllText(Path.Combine(root, "src", "Hoth", "obj", "x.json"), "{}");

        Sources.Hash(root).ShouldBe(before);
    }

    [Fact]
    public void What_was_compiled_before_a_source_was_written_does_not_go_into_the_package()
    {
        var root = Checkout("one");
        var tree = new CompiledTree(_root.CreateSubdirectory("tree").FullName);
        tree.IsOf(root).ShouldBeFalse("nobody says when it was begun");

        var started = Path.Combine(tree.Folder, CompiledTree.Started);
        Write(started, "");
        File.SetLastWriteTimeUtc(started, Sources.LastWritten(root).AddSeconds(1));
        tree.IsOf(root).ShouldBeTrue();

        File.SetLastWriteTimeUtc(Path.Combine(root, "src", "Hoth", "A.cs"), Sources.LastWritten(root).AddSeconds(2));
        tree.IsOf(root).ShouldBeFalse();
    }

    [Theory]
    [InlineData("--architecture", "mips")]
    [InlineData("--architecture")]
    [InlineData("--aws-packages", "mine")]
    [InlineData("--quick")]
    public void Options_that_there_are_not_are_refused_by_name(params string[] arguments) =>
        Should.Throw<PackageException>(() => PackageOptions.Parse(arguments)).Message.ShouldContain(arguments[0]);

    private string Checkout(string name)
    {
        var root = _root.CreateSubdirectory(name).FullName;
        Write(Path.Combine(root, "src", "Hoth", "A.cs"), "class A;");
        Write(Path.Combine(root, "Directory.Build.props"), "<Project />");
        Write(Path.Combine(root, "global.json"), "{}");
        return root;
    }

    private string Zip(string name, DateTime time, string[] files)
    {
        var folder = _root.CreateSubdirectory(name);
        foreach (var file in files)
        {
            Write(Path.Combine(folder.FullName, file), $"content of {file}");
            File.SetLastWriteTimeUtc(Path.Combine(folder.FullName, file), time);
        }

        var zip = Path.Combine(_root.FullName, $"{name}.zip");
        ReproducibleZip.Create(folder.FullName, zip);
        return zip;
    }

    private static void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
