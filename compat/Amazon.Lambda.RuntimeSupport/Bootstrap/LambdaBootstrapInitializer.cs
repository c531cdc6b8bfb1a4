namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Runs once before the first invocation; false ends the process quietly, an exception ends it loudly.</summary>
public delegate Task<bool> LambdaBootstrapInitializer();
