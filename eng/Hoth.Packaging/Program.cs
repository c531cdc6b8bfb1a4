using Hoth.Packaging;

// dotnet run --project eng/Hoth.Packaging [-- --architecture arm64 …]: the package, for whoever wants it without a synth. The last line is the zip's path.
try
{
    var package = FunctionPackage.Prepare(Directory.GetCurrentDirectory(), PackageOptions.Parse(args), Console.Error);
    Console.WriteLine(package.Zip);
    return 0;
}
catch (Exception e) when (e is PackageException or PackageMissingException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
