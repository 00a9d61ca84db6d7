using PimSim.Models;

namespace PimSim.Traces;

/// <summary>
/// Checks commands against a model: every constraint row, the command buses, the data buses, the states of rows, modes
/// and power-down, and the order of cycles. It shares with the controller nothing but the parsed rules. Commands come in
/// the order of their cycles within a channel; memory does not grow with their number.
/// </summary>
public sealed class CommandVerifier
{
    private readonly Ledger ledger;
    private readonly RuleTable table;
    private readonly FixedRules rules;
    private readonly VerificationOptions options;
    private readonly int burstCycles;
    private readonly ChannelVerifier?[] channels;
    private long commands;
    private long first = long.MaxValue;
    private long last = long.MinValue;

    /// <summary>For commands of this device.</summary>
    public CommandVerifier(DeviceModel model, VerificationOptions? options = null)
    {
        this.options = options ?? new VerificationOptions();
        ledger = new Ledger(this.options.MaximumDetails);
        table = new RuleTable(model, ledger);
        rules = new FixedRules(model.Standard, ledger);

        // Buses that carry more than two beats a cycle say how many cycles a burst takes.
        burstCycles = model.Standard.Parameters.TryGetValue("BL", out long cycles) ? (int)cycles : model.Organization.BurstLength / 2;
        channels = new ChannelVerifier?[model.Organization.Channels];
    }

    /// <summary>Checks the next commands.</summary>
    public void Add(ReadOnlySpan<TimedCommand> span)
    {
        foreach (ref readonly TimedCommand command in span)
        {
            Add(command);
        }
    }

    /// <summary>Checks the next command. Its numbers and places must be the device's, as every reader of traces makes sure.</summary>
    public void Add(in TimedCommand command)
    {
        ledger.Index = commands;
        commands++;
        first = Math.Min(first, command.Cycle);
        last = Math.Max(last, command.Cycle);
        ChannelVerifier channel = channels[command.Channel] ??= new ChannelVerifier(table, ledger, rules, burstCycles, options, first);
        channel.Add(command);
    }

    /// <summary>Ends the check; no commands can be added after it.</summary>
    /// <param name="endCycle">When the run ended, where that is known; otherwise deadlines are checked up to the last command.</param>
    public VerificationResult Finish(long? endCycle = null)
    {
        ledger.Index = commands;
        foreach (ChannelVerifier channel in channels.OfType<ChannelVerifier>())
        {
            channel.Finish(endCycle ?? last);
        }

        return ledger.Result(commands, commands > 0 ? (first, last) : (0, 0));
    }
}
