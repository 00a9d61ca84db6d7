using Microsoft.Extensions.DependencyInjection;

namespace PimSim.Cli.Tests;

/// <summary>Registers fake back ends where the program registers its own.</summary>
internal static class FakeServices
{
    public static Action<IServiceCollection> Of(FakeBackEnds fake) => services => services
        .AddSingleton<IInferenceBackEnd>(fake)
        .AddSingleton<ITrainingBackEnd>(fake)
        .AddSingleton<ITraceExecutionBackEnd>(fake);
}
