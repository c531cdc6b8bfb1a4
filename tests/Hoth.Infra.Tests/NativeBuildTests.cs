using System.Text;
using Hoth.Packaging;

namespace Hoth.Infra.Tests;

public sealed class NativeBuildTests : IDisposable
{
    private readonly string _program = Path.GetTempFileName();

    public void Dispose() => File.Delete(_program);

    [Fact]
    public void Program_that_needs_no_newer_glibc_than_Lambda_has_is_taken()
    {
        Write("GLIBC_2.2.5", "GLIBC_2.34", "GLIBC_2.9", "GLIBCXX_3.4.30", "GLIBC_PRIVATE", "xGLIBC_2.99", "GLIBC_2.99 in a sentence");

        NativeBuild.NewestGlibc(File.ReadAllBytes(_program)).ShouldBe(new Version(2, 34));
        Should.NotThrow(() => NativeBuild.RequireOldGlibc(_program));
    }

    [Fact]
    public void Program_that_needs_a_newer_glibc_than_Lambda_has_is_refused_with_the_version_and_the_way_out()
    {
        Write("GLIBC_2.34", "GLIBC_2.38", "GLIBC_2.9");

        var message = Should.Throw<PackageMachineException>(() => NativeBuild.RequireOldGlibc(_program)).Message;

        message.ShouldContain("needs glibc 2.38");
        message.ShouldContain("has 2.34");
        message.ShouldContain("Debian 12");
        message.ShouldContain("hoth:nativeAot");
    }

    [Fact]
    public void Program_without_any_version_of_glibc_is_refused()
    {
        Write("main");

        Should.Throw<PackageException>(() => NativeBuild.RequireOldGlibc(_program)).Message.ShouldContain("glibc");
    }

    [SkippableFact]
    public void Version_is_found_in_a_real_program()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && File.Exists("/bin/sh"), "There is no /bin/sh.");

        NativeBuild.NewestGlibc(File.ReadAllBytes("/bin/sh")).ShouldBeInRange(new Version(2, 2), new Version(2, 99));
    }

    [Theory]
    [InlineData("arm64", "linux", "x64")]
    [InlineData("x64", "linux", "arm64")]
    [InlineData("x64", "Darwin 25.1.0", "x64")]
    [InlineData("x64", "Microsoft Windows 10.0.26100", "x64")]
    public void Machine_that_cannot_link_for_Lambda_is_refused_with_the_way_out(string architecture, string system, string processor)
    {
        var message = Should.Throw<PackageMachineException>(() => NativeBuild.RequireMachine(architecture, system, processor)).Message;

        message.ShouldContain($"linux-{architecture}");
        message.ShouldContain($"{system} on {processor}");
        message.ShouldContain("hoth:nativeAot");
    }

    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void Linux_on_the_same_processor_can(string architecture) => Should.NotThrow(() => NativeBuild.RequireMachine(architecture, "linux", architecture));

    [Theory]
    [InlineData("Microsoft.NETCore.Native.Unix.targets(316,5): error : Platform linker ('clang' or 'gcc') not found in PATH. Ensure you have all the required prerequisites documented at https://aka.ms/nativeaot-prerequisites. [/_/src/Hoth.Functions/Hoth.Functions.csproj]", "Platform linker ('clang' or 'gcc') not found in PATH.")]
    [InlineData("Microsoft.NETCore.Native.Unix.targets(344,5): error : Symbol stripping tool ('objcopy') not found in PATH. [/_/src/Hoth.Functions/Hoth.Functions.csproj]", "Symbol stripping tool ('objcopy') not found in PATH.")]
    public void Missing_tool_is_named_as_the_SDK_names_it_with_the_way_out(string output, string said)
    {
        var message = NativeBuild.Explain(output).ShouldNotBeNull().Message;

        message.ShouldContain(said);
        message.ShouldNotContain("csproj");
        message.ShouldContain("hoth:nativeAot");
    }

    [Fact]
    public void Other_errors_are_not_about_tools() => NativeBuild.Explain("CSC : error CS1002: ; expected").ShouldBeNull();

    private void Write(params string[] names) => File.WriteAllBytes(_program, Encoding.Latin1.GetBytes("\x7f" + "ELF\0" + string.Join('\0', names) + "\0\x00\xff"));
}
