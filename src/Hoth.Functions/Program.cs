using Hoth.Aws;
using Hoth.Functions.Catalog;
using Hoth.Functions.Hosting;
using Hoth.Ports;

AwsPorts.WarmUp(new SystemIds(), TimeProvider.System);
return await LambdaHost.RunAsync(FunctionCatalog.Find, Environment.GetEnvironmentVariable(LambdaHost.FunctionVariable), AwsHost.CreatePorts);
