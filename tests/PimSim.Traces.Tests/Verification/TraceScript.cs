using PimSim.Models;

namespace PimSim.Traces.Tests;

/// <summary>Writes short command traces and verifies them.</summary>
internal sealed class TraceScript
{
    private readonly DeviceModel model;
    private readonly List<TimedCommand> commands = [];

    public TraceScript(DeviceModel model)
    {
        this.model = model;
    }

    public TraceScript Add(long cycle, string name, int bank = 0, int row = 0, int operation = 0, int rank = 0, int pseudoChannel = 0, int count = 0)
    {
        int id = model.Standard.FindCommand(name);
        Assert.True(id >= 0, name);
        commands.Add(new TimedCommand(cycle, (short)id, 0, (byte)pseudoChannel, (byte)rank, new CommandOperands
        {
            Bank = (short)bank,
            Row = row,
            Operation = (byte)operation,
            Count = (short)count,
        }));
        return this;
    }

    public VerificationResult Verify(VerificationOptions? options = null, long? endCycle = null)
    {
        var verifier = new CommandVerifier(model, options);
        verifier.Add(commands.ToArray());
        return verifier.Finish(endCycle);
    }

    /// <summary>Names of the rules that are violated, with how often where that is not once.</summary>
    public static string Names(VerificationResult result) =>
        string.Join(' ', result.Rules.Where(r => r.Violations > 0).Select(r => r.Violations == 1 ? r.Name : $"{r.Name}*{r.Violations}"));
}
