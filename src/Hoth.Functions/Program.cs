using Hoth.Functions.Hosting;

return await LambdaHost.RunAsync();
