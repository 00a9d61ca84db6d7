using PimSim.Models;

namespace PimSim.Device;

/// <summary>Executes commands on the cores of the domains that it is given; the host stands behind it, a recorder beside it.</summary>
public sealed class CommandExecutor : IHostPort
{
    private readonly DomainCore?[] cores;
    private readonly IHostPort host;
    private readonly ICommandSink? sink;
    private readonly Action<int, int>? onBarrier;
    private readonly byte[] input;
    private readonly byte[] output;
    private int inputLength;
    private int outputLength;

    /// <summary>An executor.</summary>
    /// <param name="model">The device.</param>
    /// <param name="cores">By domain; commands to a domain without core are not executed.</param>
    /// <param name="host">Gives and takes bus data.</param>
    /// <param name="sink">Keeps the commands, or null.</param>
    /// <param name="onBarrier">Told when a domain passes a barrier (domain, number), or null.</param>
    public CommandExecutor(DeviceModel model, DomainCore?[] cores, IHostPort host, ICommandSink? sink = null, Action<int, int>? onBarrier = null)
    {
        this.cores = cores;
        this.host = host;
        this.sink = sink;
        this.onBarrier = onBarrier;
        input = new byte[model.Organization.AccessBits / 8];
        output = new byte[input.Length];
    }

    /// <summary>Commands executed so far.</summary>
    public long Executed { get; private set; }

    /// <summary>Added to the cycles that the sink sees: where this run starts in the recorded trace.</summary>
    public long CycleOffset { get; set; }

    /// <summary>Executes one command in its domain.</summary>
    public void Execute(int domain, in TimedCommand command)
    {
        if (cores[domain] is not { } core)
        {
            return;
        }

        inputLength = 0;
        outputLength = 0;
        core.Execute(command, this);
        Executed++;
        sink?.Record(command with { Cycle = command.Cycle + CycleOffset }, input.AsSpan(0, inputLength), output.AsSpan(0, outputLength));
    }

    /// <summary>Executes the commands of a program in order, outside of time.</summary>
    public void ExecuteAll(int domain, PimProgram program)
    {
        for (var cursor = new ProgramCursor(program); !cursor.AtEnd; cursor.Advance())
        {
            if (cursor.Current.Opcode == ProgramOpcode.Command)
            {
                Execute(domain, new TimedCommand(0, (short)cursor.Current.Command, 0, 0, 0, cursor.Operands));
            }
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> NextInput(int domain)
    {
        ReadOnlySpan<byte> burst = host.NextInput(domain);
        if (sink is not null)
        {
            burst.CopyTo(input);
            inputLength = burst.Length;
        }

        return burst;
    }

    /// <inheritdoc/>
    public void OnOutput(int domain, ReadOnlySpan<byte> burst)
    {
        if (sink is not null)
        {
            burst.CopyTo(output);
            outputLength = burst.Length;
        }

        host.OnOutput(domain, burst);
    }

    internal void Barrier(int domain, int number)
    {
        if (cores[domain] is not null)
        {
            onBarrier?.Invoke(domain, number);
        }
    }
}
