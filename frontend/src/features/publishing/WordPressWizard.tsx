import { Modal, Stepper } from "@mantine/core";

import type { Connection } from "@/lib/api";
import { t } from "@/lib/i18n";

import classes from "./publishing.module.css";
import { STEPS, useWizard } from "./useWizard";
import { AddressStep, PasswordStep } from "./WizardForms";
import { PluginStep, TestStep } from "./WizardTest";

interface WordPressWizardProps {
  siteId: string;
  /** The connection to change; null for a new one. */
  connection: Connection | null;
  onClose: () => void;
}

/** From an address to a WordPress that takes articles: four steps, each with what to do there. */
export function WordPressWizard({ siteId, connection, onClose }: WordPressWizardProps) {
  const wizard = useWizard(siteId, connection);
  const { step } = wizard;
  const name = STEPS[step] ?? "address";
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={connection === null ? t("wizard.title") : t("wizard.title.edit", { name: connection.name })}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Stepper
        active={step}
        size="sm"
        iconSize={30}
        mb="lg"
        allowNextStepsSelect={false}
        wrap={false}
        classNames={{ step: classes.wizardStep ?? "", stepBody: classes.wizardLabel ?? "" }}
        onStepClick={wizard.goTo}
      >
        {STEPS.map((one) => (
          <Stepper.Step key={one} label={t(`wizard.step.${one}`)} />
        ))}
      </Stepper>
      {name === "address" && <AddressStep wizard={wizard} />}
      {name === "password" && <PasswordStep wizard={wizard} />}
      {name === "test" && <TestStep wizard={wizard} onClose={onClose} />}
      {name === "plugin" && <PluginStep wizard={wizard} onClose={onClose} />}
    </Modal>
  );
}
