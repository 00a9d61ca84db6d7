using Microsoft.Extensions.DependencyInjection;

namespace PimSim.Cli;

/// <summary>What verbs need besides the command line; nothing of it is loaded before a verb runs.</summary>
internal static class BackEnds
{
    /// <summary>For <c>infer</c> and <c>trace record</c>.</summary>
    public static void Inference(IServiceCollection services) => services.AddSingleton<IInferenceBackEnd, InferenceBackEnd>();

    /// <summary>For <c>train</c>.</summary>
    public static void Training(IServiceCollection services) =>
        services.AddSingleton<InferenceBackEnd>().AddSingleton<ITrainingBackEnd, TrainingBackEnd>();

    /// <summary>For <c>trace execute</c>.</summary>
    public static void TraceExecution(IServiceCollection services) =>
        services.AddSingleton<ITraceExecutionBackEnd, TraceExecutionBackEnd>();

    /// <summary>For <c>trace convert</c>.</summary>
    public static void TraceFormats(IServiceCollection services) => services.AddSingleton<TraceFormatBackEnd>();

    /// <summary>For <c>trace replay</c>.</summary>
    public static void TraceReplay(IServiceCollection services) => services.AddSingleton<TraceReplayBackEnd>();

    /// <summary>For <c>trace verify</c>.</summary>
    public static void TraceVerification(IServiceCollection services) =>
        services.AddSingleton<ITraceVerificationBackEnd, TraceVerificationBackEnd>();

    /// <summary>For <c>trace replay --commands</c>.</summary>
    public static void TraceRetiming(IServiceCollection services) => services.AddSingleton<TraceRetimeBackEnd>();
}
