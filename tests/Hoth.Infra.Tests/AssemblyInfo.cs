// jsii, which runs CDK in a Node process, is not thread-safe: two threads in it crash or hang, now and then.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
