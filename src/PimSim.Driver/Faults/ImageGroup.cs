namespace PimSim.Driver;

/// <summary>Tensors of the images that a team takes through the layers together: one by one for the packed kernels, joined for the banks.</summary>
internal sealed class ImageGroup
{
    private readonly int first;
    private readonly Activations[][] tensors;
    private readonly Activations?[] joined;
    private readonly Activations[] parts;
    private readonly bool[] exposed;
    private readonly int scores;

    public ImageGroup(Placement placement, IImageSource images, int first, int count)
    {
        this.first = first;
        LayerOperation?[] producers = placement.Workload.Producers();
        tensors = [.. Enumerable.Range(0, count).Select(_ => Tensors(placement.Workload, images, producers, 1))];
        joined = new Activations?[producers.Length];
        parts = Tensors(placement.Workload, images, producers, 1);
        exposed = new bool[producers.Length];
        scores = placement.Workload.Operations[^1].Output.Id;
        float[] numbers = new float[images.Height * images.Width * images.Channels];
        for (int i = 0; i < count; i++)
        {
            tensors[i][0].Load(images, first + i, 0, numbers);
        }

        JoinedOf = tensor => producers[tensor] is { } o ? Activations.OutputOf(o, tensor, count) : Activations.InputOf(placement.Workload, count, images);
    }

    /// <summary>Images.</summary>
    public int Count => tensors.Length;

    private Func<int, Activations> JoinedOf { get; }

    /// <summary>The result of an image.</summary>
    public ReadOnlySpan<float> Scores(int image) => tensors[image][scores].Numbers!;

    /// <summary>Room for the tensors of <paramref name="count"/> images.</summary>
    public static Activations[] Tensors(Workload workload, IImageSource images, LayerOperation?[] producers, int count) =>
        [.. producers.Select((o, tensor) => o is null ? Activations.InputOf(workload, count, images) : Activations.OutputOf(o, tensor, count))];

    /// <summary>Inverts wrong bits of what a layer takes, where none before it has taken it.</summary>
    public void Expose(LayerLayout layout, ActivationFaults faults)
    {
        foreach (int tensor in layout.Operation.Inputs.Select(t => t.Id).Where(t => !exposed[t]))
        {
            exposed[tensor] = true;
            for (int i = 0; i < Count; i++)
            {
                faults.Apply(tensors[i][tensor], 0, first + i, tensor);
            }
        }
    }

    /// <summary>A layer on all images.</summary>
    public void RunWhole(ITwinLayer twin, TwinScratch scratch)
    {
        foreach (Activations[] image in tensors)
        {
            twin.Run(image, scratch);
        }
    }

    /// <summary>A layer on what one domain computes of it.</summary>
    public void RunPart(LayerLayout layout, ITwinLayer twin, ShardItems items, TwinScratch scratch)
    {
        for (int i = 0; i < Count; i++)
        {
            int[] windows = [.. Enumerable.Range(0, items.Images.Length).Where(n => items.Images[n] == i).Select(n => items.Windows[n])];
            if (windows.Length == 0)
            {
                continue;
            }

            Activations[] part = [.. tensors[i]];
            foreach (int id in layout.Operation.Outputs.Select(t => t.Id))
            {
                part[id] = parts[id];
            }

            twin.Run(part, scratch);
            foreach (int id in layout.Operation.Outputs.Select(t => t.Id))
            {
                foreach (int window in windows)
                {
                    part[id].CopyWindow(0, window, tensors[i][id], 0);
                }
            }
        }
    }

    /// <summary>Hands the results of a layer to <paramref name="digests"/>, if any.</summary>
    public void Digest(LayerLayout layout, ActivationDigests? digests)
    {
        for (int i = 0; digests is not null && i < Count; i++)
        {
            foreach (TensorHandle output in layout.Operation.Outputs)
            {
                digests.Take(first + i, layout.Index, tensors[i][output.Id]);
            }
        }
    }

    /// <summary>The tensors of all images in one.</summary>
    public Activations[] Joined(IReadOnlyList<TensorHandle> handles)
    {
        foreach (TensorHandle handle in handles)
        {
            Activations all = joined[handle.Id] ??= JoinedOf(handle.Id);
            for (int i = 0; i < Count; i++)
            {
                tensors[i][handle.Id].CopyImage(0, all, i);
            }
        }

        return [.. handles.Select(h => joined[h.Id]!)];
    }

    /// <summary>Takes joined tensors apart again.</summary>
    public void Part(IReadOnlyList<TensorHandle> handles)
    {
        foreach (TensorHandle handle in handles)
        {
            for (int i = 0; i < Count; i++)
            {
                joined[handle.Id]!.CopyImage(i, tensors[i][handle.Id], 0);
            }
        }
    }
}
