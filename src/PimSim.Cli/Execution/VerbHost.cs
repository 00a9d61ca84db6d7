using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PimSim.Core;

namespace PimSim.Cli;

/// <summary>
/// The composition root: builds the host of a verb that runs. Nothing ambient is read (no appsettings.json, no
/// environment), and logs go to stderr. A one-shot verb never starts the host.
/// </summary>
internal static class VerbHost
{
    /// <summary>Validates the options, builds the host, runs the verb under Ctrl-C.</summary>
    /// <param name="options">As parsed.</param>
    /// <param name="terminal">Where it writes.</param>
    /// <param name="cancellationToken">Cancels it, as Ctrl-C does.</param>
    /// <param name="backEnd">Registers what the verb asks for besides options, terminal, writer and progress.</param>
    public static async Task<int> RunAsync<TVerb, TOptions>(
        TOptions options,
        Terminal terminal,
        CancellationToken cancellationToken,
        Action<IServiceCollection>? backEnd = null)
        where TVerb : class, IVerb
        where TOptions : VerbOptions
    {
        Validate(options);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings
        {
            ApplicationName = "pimsim",
            DisableDefaults = true,
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<VerbOptions>(options);
        builder.Services.AddSingleton(terminal);
        builder.Services.AddSingleton<ResultWriter>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ProgressDisplay>();
        builder.Services.AddSingleton<TVerb>();
        backEnd?.Invoke(builder.Services);
        using IHost host = builder.Build();
        using Interrupts interrupts = new(cancellationToken);
        return await host.Services.GetRequiredService<TVerb>().RunAsync(interrupts.Token);
    }

    /// <summary>Refuses options that are out of range, all of them at once.</summary>
    /// <exception cref="UserErrorException">PIM0902.</exception>
    internal static void Validate(VerbOptions options)
    {
        List<ValidationResult> failures = [];
        if (!Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true))
        {
            throw new UserErrorException([.. failures.Select(f => new Diagnostic("PIM0902", f.ErrorMessage ?? "an option is out of range"))]);
        }
    }
}
