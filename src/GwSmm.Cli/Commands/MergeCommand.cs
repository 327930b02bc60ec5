using System.CommandLine;

namespace GwSmm.Cli;

/// <summary><c>gwsmm merge</c>: merges fine-tuned models from directory to directory.</summary>
internal static class MergeCommand
{
    public static Command Create(CommandContext context)
    {
        var models = new Option<string[]>("--models") { Description = "Hugging Face directories of fine-tuned models.", Required = true, AllowMultipleArgumentsPerToken = true };
        var items = new Option<string[]>("--items") { Description = "Their items in the same order; by default those saved with them, or the names of the directories.", AllowMultipleArgumentsPerToken = true };
        var plan = new Option<string?>("--plan") { Description = "A plan file with the groups; one group of all by default." };
        var method = new MergeMethodOptionSet();
        var baseName = new Option<string?>("--base") { Description = "The Hugging Face directory of the encoder that all models grew from." };
        var seed = CommonOptions.Seed();
        var threads = CommonOptions.Threads();
        var output = new Option<string?>("--out") { Description = "Folder for one directory per group and merge.json." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check the models and tell what the merge will take; write nothing." };
        var json = CommonOptions.Json();
        var command = new Command("merge", "Merges the encoders of fine-tuned models, tensor by tensor.") { models, items, plan, baseName, seed, threads, output, dryRun, json };
        method.AddTo(command);
        command.SetAction(parsed =>
        {
            var (chosen, parameters) = method.Read(parsed, parsed.GetValue(seed));
            if (parsed.GetValue(output) is null && !parsed.GetValue(dryRun))
            {
                throw new GwSmmException("--out is missing. Give the folder to write, or --dry-run to check the models only.");
            }

            MergeRunner.Run(context, new MergeRequest
            {
                Models = parsed.GetRequiredValue(models),
                Items = parsed.GetValue(items) is { Length: > 0 } names ? names : null,
                PlanFile = parsed.GetValue(plan),
                Base = parsed.GetValue(baseName),
                Method = chosen,
                Parameters = parameters,
                Seed = parsed.GetValue(seed),
                Threads = CommonOptions.ReadThreads(parsed, threads),
                Output = parsed.GetValue(output),
                DryRun = parsed.GetValue(dryRun),
                Json = parsed.GetValue(json),
            });
            return ExitCode.Success;
        });
        return command;
    }
}
