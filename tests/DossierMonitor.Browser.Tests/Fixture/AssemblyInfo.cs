// FastEndpoints keeps its configuration in statics: services must not start side by side in one process.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
