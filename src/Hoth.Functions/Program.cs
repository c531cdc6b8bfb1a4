using Hoth.Functions.Catalog;
using Hoth.Functions.Hosting;

return await LambdaHost.RunAsync(FunctionCatalog.Create(), Environment.GetEnvironmentVariable(LambdaHost.FunctionVariable), AwsHost.CreatePorts);
