using Hoth.Functions.Catalog;
using Hoth.Functions.Hosting;

return await LambdaHost.RunAsync(
    FunctionCatalog.Create(),
    Environment.GetEnvironmentVariable(LambdaHost.FunctionVariable),
    () => throw new InvalidOperationException("The ports on AWS are not composed yet."));
